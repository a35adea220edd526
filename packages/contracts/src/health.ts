import { type Static, Type } from 'typebox';

/** `ok`: nothing to do · `warn`: works, but look at it · `fail`: something does not work. */
export const CheckState = Type.Union([Type.Literal('ok'), Type.Literal('warn'), Type.Literal('fail')]);
export type CheckState = Static<typeof CheckState>;

/** A sentence in both languages, because one server is read by people of both. */
export const BothLanguages = Type.Object({ en: Type.String(), zh: Type.String() });
export type BothLanguages = Static<typeof BothLanguages>;

/** One line of `yutang doctor`, of the console's Health page and of `/health/ready`. */
export const HealthCheck = Type.Object({
  /** Stable key, e.g. `postgres.version`, `disk.space`, `exporter.lag`. */
  name: Type.String(),
  /** What is looked at, for people. */
  label: BothLanguages,
  state: CheckState,
  /** What was found. */
  detail: BothLanguages,
  /** What to do about it; null when nothing. */
  remedy: Type.Union([BothLanguages, Type.Null()]),
});
export type HealthCheck = Static<typeof HealthCheck>;

/** GET /api/health — permission health.read */
export const HealthReport = Type.Object({
  /** The worst state of all checks. */
  state: CheckState,
  /** Version of the platform. */
  version: Type.String(),
  /** Epoch ms when the checks ran. */
  checkedAt: Type.Number(),
  /** Epoch ms when this process started. */
  startedAt: Type.Number(),
  checks: Type.Array(HealthCheck),
});
export type HealthReport = Static<typeof HealthReport>;

/** GET /health/live — public: the process answers. */
export const Liveness = Type.Object({ state: Type.Literal('ok') });

/** GET /health/ready — public: 200 when requests can be served, 503 with the names of what fails otherwise. */
export const Readiness = Type.Object({ state: CheckState, failing: Type.Array(Type.String()) });
export type Readiness = Static<typeof Readiness>;
