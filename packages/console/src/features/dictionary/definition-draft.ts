import type { Definition, DefinitionPut, PropertyRule } from '@yutang/contracts/dictionary';

/** One property as the form holds it: allowed values as text. */
export interface PropertyDraft {
  name: string;
  type: PropertyRule['type'];
  required: boolean;
  enum: string;
}

/** A definition as the form holds it. */
export interface DefinitionDraft {
  name: string;
  family: Definition['family'];
  mode: Definition['mode'];
  zh: string;
  owner: string;
  description: string;
  properties: PropertyDraft[];
}

/** What is known of an event, as form fields. */
export function draftOf(name: string, from: Omit<DefinitionPut, 'version'> | null): DefinitionDraft {
  return {
    name,
    family: from?.family ?? 'behaviour',
    mode: from?.mode ?? 'warn',
    zh: from?.zh ?? '',
    owner: from?.owner ?? '',
    description: from?.description ?? '',
    properties: Object.entries(from?.properties ?? {}).map(([property, rule]) => ({
      name: property,
      type: rule.type,
      required: rule.required ?? false,
      enum: (rule.enum ?? []).join(', '),
    })),
  };
}

function allowed(text: string, type: PropertyRule['type']): NonNullable<PropertyRule['enum']> {
  const values = text
    .split(/[,,]/)
    .map((value) => value.trim())
    .filter(Boolean);
  if (type === 'number') return values.map(Number).filter((value) => !Number.isNaN(value));
  if (type === 'boolean') return values.map((value) => value === 'true');
  return values;
}

/** Form fields as the definition to store; descriptions of properties in `before` are kept. */
export function putOf(draft: DefinitionDraft, before: Definition | null): DefinitionPut {
  const properties: DefinitionPut['properties'] = {};
  for (const property of draft.properties ?? []) {
    const values = allowed(property.enum ?? '', property.type);
    const description = before?.properties[property.name.trim()]?.description;
    properties[property.name.trim()] = {
      type: property.type,
      ...(property.required ? { required: true } : {}),
      ...(values.length > 0 ? { enum: values } : {}),
      ...(description ? { description } : {}),
    };
  }
  return {
    family: draft.family,
    mode: draft.mode,
    zh: draft.zh.trim() || null,
    owner: draft.owner.trim() || null,
    description: draft.description.trim() || null,
    properties,
    ...(before ? { version: before.version } : {}),
  };
}
