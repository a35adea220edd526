import { HealthReport, Liveness, Readiness } from '@yutang/contracts/health';
import { problems } from '@yutang/contracts/problem';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { forwardedInVain } from '../../platform/http/proxy-watch.ts';

/** `/health/…` for load balancers, `/api/health` for the console. */
export function healthRoutes(
  app: HttpApp,
  health: { report(): Promise<HealthReport>; ready(): Promise<Readiness> },
): void {
  app.get(
    '/health/live',
    {
      config: { permission: 'public' },
      schema: { tags: ['health'], summary: 'The process answers', response: { 200: Liveness } },
    },
    async (request, reply) => {
      if (forwardedInVain(request)) reply.header('x-yutang-proxy', 'not-trusted');
      // by this doctor knows that an address leads to us
      reply.header('x-yutang', 'live').header('cache-control', 'no-store');
      return { state: 'ok' as const };
    },
  );
  app.get(
    '/health/ready',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['health'],
        summary: 'Requests can be served: the stores are there',
        response: { 200: Readiness, 503: Readiness },
      },
    },
    async (_request, reply) => {
      const readiness = await health.ready();
      return reply
        .header('cache-control', 'no-store')
        .code(readiness.state === 'fail' ? 503 : 200)
        .send(readiness);
    },
  );
  app.get(
    '/api/health',
    {
      config: { permission: 'health.read' },
      schema: {
        tags: ['health'],
        summary: 'Every check with what to do about it; at most 20 s old',
        response: { 200: HealthReport, ...problems },
      },
    },
    () => health.report(),
  );
}
