import { Form, Select } from 'antd';
import { useMemo } from 'react';
import { useWords } from '../../words/use-words.ts';
import { accountsWords } from './accounts-words.ts';

const currencies = [
  'CNY',
  'HKD',
  'TWD',
  'USD',
  'EUR',
  'GBP',
  'JPY',
  'KRW',
  'SGD',
  'MYR',
  'THB',
  'VND',
  'AUD',
  'CAD',
];

/** Every zone the browser knows, with its offset today, China first. */
function useZones() {
  return useMemo(() => {
    const known = Intl.supportedValuesOf('timeZone');
    const zones = known.includes('Asia/Shanghai') ? known : ['Asia/Shanghai', ...known];
    return [...new Set(['Asia/Shanghai', 'Asia/Hong_Kong', 'Asia/Taipei', ...zones])].map((zone) => ({
      value: zone,
      label: `${zone.replaceAll('_', ' ')} · ${offsetOf(zone)}`,
    }));
  }, []);
}

function offsetOf(zone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    timeZoneName: 'shortOffset',
  }).formatToParts();
  return parts.find((part) => part.type === 'timeZoneName')?.value.replace('GMT', 'UTC') ?? '';
}

/** Zone of a workspace; a form item named `zone`. */
export function ZoneField() {
  const say = useWords(accountsWords);
  const zones = useZones();
  return (
    <Form.Item name="zone" label={say('zone')} extra={say('zoneHint')}>
      <Select showSearch={{ optionFilterProp: 'label' }} options={zones} />
    </Form.Item>
  );
}

/** Currency of a workspace; a form item named `currency`. */
export function CurrencyField() {
  const say = useWords(accountsWords);
  return (
    <Form.Item name="currency" label={say('currency')}>
      <Select showSearch options={currencies.map((value) => ({ value, label: value }))} />
    </Form.Item>
  );
}
