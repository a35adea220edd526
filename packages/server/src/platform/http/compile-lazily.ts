import { Ajv } from 'ajv';
import fastJson from 'fast-json-stringify';
import type { HttpApp } from './http-app.ts';

/** What Fastify calls: answers whether the value is valid and leaves the reasons on itself. */
type Validate = ((value: unknown) => boolean) & { errors?: unknown };

/**
 * Compiles a route's schemas when the route is first asked, not at start: 250 routes cost more than a second of the
 * three a start may take, and most are not asked in the first minute.
 *
 * A query string has only text, so there "50" may be a number; a body says what it means.
 */
export function compileLazily(app: HttpApp): void {
  const strict = new Ajv({ coerceTypes: false, removeAdditional: false, useDefaults: false });
  const fromText = new Ajv({ coerceTypes: true, removeAdditional: false, useDefaults: true });
  app.setValidatorCompiler(({ schema, httpPart }) => {
    const ajv = httpPart === 'body' ? strict : fromText;
    let compiled: Validate | undefined;
    const validate: Validate = (value) => {
      compiled ??= ajv.compile(schema) as Validate;
      const valid = compiled(value);
      validate.errors = compiled.errors;
      return valid;
    };
    return validate as never;
  });
  app.setSerializerCompiler(({ schema }) => {
    let write: ((value: unknown) => string) | undefined;
    return (value) => {
      write ??= fastJson(schema as Parameters<typeof fastJson>[0]);
      return write(value);
    };
  });
}
