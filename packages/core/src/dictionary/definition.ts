import type { EventFamily } from '../events/index.ts';
import { standardEvents } from '../events/index.ts';

/** What a property may be. `time`: ISO 8601 text or epoch milliseconds. */
export const propertyTypes = ['string', 'number', 'boolean', 'time', 'object', 'array'] as const;
export type PropertyType = (typeof propertyTypes)[number];

/** The rule of one property; without `required` it may be absent or null. */
export interface PropertyRule {
  type: PropertyType;
  required?: boolean;
  /** Allowed values; empty or absent allows every value of the type. */
  enum?: readonly (string | number | boolean)[];
  description?: string;
}

/** off: not checked · warn: accepted and counted · enforce: a bad event goes to quarantine. */
export type DefinitionMode = 'off' | 'warn' | 'enforce';

/** What the workspace says about the events of one name. */
export interface EventDefinition {
  family: EventFamily;
  properties: Readonly<Record<string, PropertyRule>>;
  owner: string | null;
  mode: DefinitionMode;
  /** Chinese name. */
  zh: string | null;
  description: string | null;
}

/** How a standard event is described before anybody changes it; undefined for every other name. */
export function standardDefinition(name: string): EventDefinition | undefined {
  const standard = Object.hasOwn(standardEvents, name) ? standardEvents[name] : undefined;
  if (!standard) return undefined;
  const { family, zh } = standard;
  return { family, properties: {}, owner: null, mode: 'off', zh, description: null };
}
