import { randomUUID } from 'node:crypto';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { AppError, type ErrorCode, type ErrorParams, errorCatalogue, formatError } from '@yutang/core/errors';
import fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { compileLazily } from './compile-lazily.ts';
import type { HttpApp } from './http-app.ts';
import { storeFault } from './store-fault.ts';
import { type ProxyTrust, trustedProxies } from './trusted-proxies.ts';

export interface HttpOptions {
  /** Where faults are written; false: nowhere. */
  logger: FastifyBaseLogger | false;
  /** Whose `X-Forwarded-…` headers are believed. */
  trustProxy: ProxyTrust;
  /** Bytes a JSON body may have; import and collection routes set their own. */
  bodyLimit?: number;
}

/** A Fastify that validates strictly (no coercion, no silent removal) and answers every error as problem+json. */
export function createHttpApp(options: HttpOptions): HttpApp {
  const app = fastify({
    ...(options.logger ? { loggerInstance: options.logger } : {}),
    // a line for every request would be most of the log; faults are logged where they are answered
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedProxies(options.trustProxy),
    bodyLimit: options.bodyLimit ?? 1 << 20,
    // a reference of 200 Chinese characters, percent-encoded
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1800 },
    genReqId: () => randomUUID(),
  }).withTypeProvider<TypeBoxTypeProvider>();
  compileLazily(app);
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply));
  app.setNotFoundHandler((request, reply) => {
    sendProblem(request, reply, 'request.not-found', { what: request.url.split('?')[0] ?? '' });
  });
  return app;
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const known = problemOf(error, request);
  if (known) {
    if (errorCatalogue[known.code].status >= 500) request.log.error({ err: error }, known.code);
    sendProblem(request, reply, known.code, known.params);
    return;
  }
  const incident = randomUUID();
  request.log.error({ err: error, incident }, 'fault');
  sendProblem(request, reply, 'server.fault', { incident });
}

/** What of the catalogue an error is; undefined when it is a fault of ours. */
function problemOf(
  error: FastifyError,
  request: FastifyRequest,
): { code: ErrorCode; params: ErrorParams } | undefined {
  if (error instanceof AppError) return { code: error.code, params: error.params };
  if (error.validation) return { code: 'request.invalid', params: validationParams(error) };
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return { code: 'request.too-large', params: { limit: request.routeOptions.bodyLimit } };
  }
  if (error instanceof SyntaxError || /^FST_ERR_CTP_(INVALID|EMPTY)_JSON_BODY$/.test(error.code)) {
    return { code: 'request.malformed', params: {} };
  }
  const fault = storeFault(error);
  if (fault) return { code: fault, params: {} };
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500) {
    return { code: 'request.invalid', params: { field: 'request', reason: error.message } };
  }
  return undefined;
}

function validationParams(error: FastifyError): ErrorParams {
  const first = error.validation?.[0];
  const missing = first?.params?.missingProperty;
  const path = [error.validationContext, first?.instancePath.slice(1).replaceAll('/', '.'), missing];
  return { field: path.filter(Boolean).join('.'), reason: first?.message ?? 'is invalid' };
}

/** The language a caller reads: `Accept-Language`, Chinese when it asks for any Chinese first. */
export function languageOf(request: FastifyRequest): 'zh' | 'en' {
  return /^\s*zh/i.test(request.headers['accept-language'] ?? '') ? 'zh' : 'en';
}

/** Answers an error of the catalogue as RFC 9457 problem details. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ErrorCode,
  params: ErrorParams,
): void {
  const { status } = errorCatalogue[code];
  if (status === 429) reply.header('retry-after', String(params.seconds ?? 1));
  if (status === 503 || status === 507) reply.header('retry-after', '2');
  reply
    .code(status)
    .type('application/problem+json')
    .send({
      type: `/docs/errors#${code}`,
      title: formatError(code, params, languageOf(request)),
      status,
      code,
      params,
    });
}
