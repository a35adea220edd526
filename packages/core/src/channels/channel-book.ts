import { type ChannelDimensions, noDimensions } from './dimensions.ts';
import type { DomainClass } from './domain-class.ts';
import { type ChannelTraits, type SeededChannel, seededChannels } from './seeded-channels.ts';
import { seededDimensions } from './seeded-dimensions.ts';

/** What a workspace says of a channel; `name` is the key. A side that is null is as it came with the platform. */
export interface ChannelSetting extends ChannelTraits, ChannelDimensions {
  name: string;
  title: string;
  platform: string | null;
}

/** A channel as it stands today. */
export interface KnownChannel extends ChannelSetting {
  seeded: boolean;
  /** Somebody said what it is: the seed or the workspace. */
  classified: boolean;
}

const bySpelling = new Map<string, SeededChannel>();
for (const seeded of seededChannels) {
  for (const spelling of [...seeded.aliases, seeded.zh, seeded.name]) {
    bySpelling.set(spelling.toLowerCase(), seeded);
  }
}

/**
 * The one name of a channel: seeded channels are known by their other spellings too (`抖音`, `Douyin` → `douyin`);
 * any other name stands as it is, without blanks around it. Null stays null.
 */
export function channelName(spelling: string): string;
export function channelName(spelling: string | null): string | null;
export function channelName(spelling: string | null): string | null {
  if (spelling === null) return null;
  const bare = spelling.trim();
  return bySpelling.get(bare.toLowerCase())?.name ?? (bare === '' ? null : bare);
}

const media = new Set(['sms', 'email', 'package_card', 'moments', 'outlet']);

/** Whether a channel is only a way to reach people, not a place they can be in: being seen there settles nobody. */
export function isMedium(name: string): boolean {
  return media.has(name);
}

/** Every channel a workspace has: the seeds, its own settings over them, and `public` for what nobody classified. */
export interface ChannelBook {
  all(): KnownChannel[];
  /** `name` as `channelName` gives it. */
  find(name: string): KnownChannel;
  classOf(name: string): DomainClass;
}

/** Seeds overlaid with a workspace's settings. */
export function createChannelBook(settings: readonly ChannelSetting[]): ChannelBook {
  const known = new Map<string, KnownChannel>();
  for (const { zh, aliases: _, ...seeded } of seededChannels) {
    known.set(seeded.name, {
      ...seeded,
      ...seededDimensions(seeded.name),
      title: zh,
      seeded: true,
      classified: true,
    });
  }
  for (const setting of settings) {
    const own = seededDimensions(setting.name);
    known.set(setting.name, {
      ...setting,
      form: setting.form ?? own.form,
      line: setting.line ?? own.line,
      carrier: setting.carrier ?? own.carrier,
      connection: setting.connection ?? own.connection,
      seeded: known.get(setting.name)?.seeded ?? false,
      classified: true,
    });
  }
  const find = (name: string): KnownChannel =>
    known.get(name) ?? {
      name,
      title: name,
      platform: null,
      domainClass: 'public',
      paidToReach: true,
      reusable: false,
      dataExportable: false,
      ...noDimensions,
      seeded: false,
      classified: false,
    };
  return { all: () => [...known.values()], find, classOf: (name) => find(name).domainClass };
}
