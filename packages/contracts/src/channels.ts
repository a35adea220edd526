import {
  channelCarriers,
  channelForms,
  channelLines,
  channelTrends,
  connectionTypes,
  domainClasses,
} from '@yutang/core/channels';
import { type Static, Type } from 'typebox';
import { Instant, nullable } from './page.ts';

/** The ladder from the most public to the most private place (ACQ-02). `stock`: fans and members elsewhere, not the pond. */
export const DomainClass = Type.Enum([...domainClasses]);
export type DomainClass = Static<typeof DomainClass>;

/** What people see in a channel. */
export const ChannelForm = Type.Enum([...channelForms]);
export const ChannelLine = Type.Enum([...channelLines]);
export const ChannelCarrier = Type.Enum([...channelCarriers]);
/** How a channel connects people to the brand (ACQ-06). */
export const ConnectionType = Type.Enum([...connectionTypes]);
export type ConnectionType = Static<typeof ConnectionType>;
/** Whether the platform behind it loses or gains traffic. */
export const ChannelTrend = Type.Enum([...channelTrends]);

/** The sides of a channel besides its class (ACQ-41); null: does not apply, or nobody said. */
const dimensions = {
  form: nullable(ChannelForm),
  line: nullable(ChannelLine),
  carrier: nullable(ChannelCarrier),
  connection: nullable(ConnectionType),
  trend: nullable(ChannelTrend),
};

/** A channel: where people come from. `name` is the key that events carry in `channel`. */
export const Channel = Type.Object({
  name: Type.String(),
  title: Type.String({ description: 'As people read it, e.g. 公众号' }),
  platform: nullable(Type.String()),
  domainClass: DomainClass,
  /** Whether the class was set: false for a channel that appeared by itself in events. */
  classified: Type.Boolean(),
  paidToReach: Type.Boolean(),
  reusable: Type.Boolean(),
  dataExportable: Type.Boolean(),
  ...dimensions,
  /** Came with the platform; editable, not removable. */
  seeded: Type.Boolean(),
  /** First and last event that named it; null when none has. */
  firstSeenAt: nullable(Instant),
  lastSeenAt: nullable(Instant),
  events: Type.Integer(),
});
export type Channel = Static<typeof Channel>;

/** GET /api/channels: all of them, by class and title. */
export const ChannelList = Type.Object({ items: Type.Array(Channel) });
export type ChannelList = Static<typeof ChannelList>;

const editable = {
  title: Type.String({ minLength: 1, maxLength: 100 }),
  platform: nullable(Type.String({ maxLength: 100 })),
  domainClass: DomainClass,
  paidToReach: Type.Boolean(),
  reusable: Type.Boolean(),
  dataExportable: Type.Boolean(),
  ...dimensions,
};

/** POST /api/channels. */
export const ChannelDraft = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '^\\S(.*\\S)?$' }),
    title: editable.title,
    platform: Type.Optional(editable.platform),
    domainClass: editable.domainClass,
    paidToReach: Type.Optional(editable.paidToReach),
    reusable: Type.Optional(editable.reusable),
    dataExportable: Type.Optional(editable.dataExportable),
    ...Type.Partial(Type.Object(dimensions)).properties,
  },
  { additionalProperties: false },
);
export type ChannelDraft = Static<typeof ChannelDraft>;

export const ChannelParams = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) });

/** PATCH /api/channels/:name. A changed class moves its totals in every report at once. */
export const ChannelPatch = Type.Partial(Type.Object(editable), {
  additionalProperties: false,
  minProperties: 1,
});
export type ChannelPatch = Static<typeof ChannelPatch>;
