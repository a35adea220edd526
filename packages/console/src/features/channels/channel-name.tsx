import styles from './channel-name.module.css';
import { useChannels } from './channels-api.ts';
import type { Domain } from './domain-tag.tsx';
import { domainColour } from './domain-tag.tsx';

/** A channel by its title, with the colour of its class. */
export function ChannelName({ name, domain }: { name: string; domain?: Domain | undefined }) {
  const { data } = useChannels();
  const channel = data?.items.find((one) => one.name === name);
  return (
    <span className={styles.channel} title={name}>
      <i style={{ background: domainColour(domain ?? channel?.domainClass ?? null) }} />
      {channel?.title ?? name}
    </span>
  );
}
