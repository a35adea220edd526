/** The part of JSON Schema our contracts use. */
interface Shape {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Shape[];
  oneOf?: Shape[];
  allOf?: Shape[];
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  minItems?: number;
  minLength?: number;
  minimum?: number;
  pattern?: string;
}

/** A value for a property by its name, undefined when the test has none. */
export type Pick = (name: string) => string | number | undefined;

const words = ['sample', 'CNY', 'Asia/Shanghai', '2026-01-01', 'a@example.com', '13800138000', 'a.b', 'A'];

/**
 * A value that fits a schema, near enough to reach a handler: `pick` fills what it knows by name, all properties or
 * only the required ones.
 */
export function sampleOf(schema: unknown, pick: Pick, full: boolean, name = ''): unknown {
  const shape = (schema ?? {}) as Shape;
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices) return sampleOf(choices.find((one) => one.type !== 'null') ?? choices[0], pick, full, name);
  if (shape.allOf) return Object.assign({}, ...shape.allOf.map((one) => sampleOf(one, pick, full, name)));
  if ('const' in shape) return shape.const;
  if (shape.enum) return shape.enum[0];
  const picked = pick(name);
  switch (shape.type) {
    case 'object':
      return sampleObject(shape, pick, full);
    case 'array':
      return shape.items && (full || (shape.minItems ?? 0) > 0)
        ? [sampleOf(shape.items, pick, full, name)]
        : [];
    case 'integer':
    case 'number':
      return typeof picked === 'number' ? picked : Math.max(1, shape.minimum ?? 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return picked === undefined ? sampleText(shape) : String(picked);
  }
}

function sampleObject(shape: Shape, pick: Pick, full: boolean): Record<string, unknown> {
  const names = Object.keys(shape.properties ?? {}).filter((name) => full || shape.required?.includes(name));
  return Object.fromEntries(
    names.map((name) => [name, sampleOf(shape.properties?.[name], pick, full, name)]),
  );
}

function sampleText({ pattern, minLength = 1 }: Shape): string {
  const rule = new RegExp(pattern ?? '', 'u');
  const word =
    words.find((one) => rule.test(one) && (pattern === undefined || one.length >= minLength)) ?? 'sample';
  return pattern === undefined ? word.padEnd(minLength, '7') : word;
}
