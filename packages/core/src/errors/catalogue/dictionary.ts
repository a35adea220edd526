import { defineErrors } from '../entry.ts';

/** Faults of the event dictionary and of quarantine. */
export const dictionaryErrors = defineErrors({
  'dictionary.name': {
    status: 400,
    en: 'The event name {reason}. Use 1 to 128 characters, e.g. “Order Completed” or “下单”.',
    zh: '事件名不合规范({reason})。请使用 1 到 128 个字符,例如“Order Completed”或“下单”。',
  },
  'dictionary.changed': {
    status: 409,
    en: 'Somebody changed “{name}” meanwhile (version {version}). Load it again and repeat your change.',
    zh: '“{name}”已被他人修改(版本 {version})。请重新载入后再修改。',
  },
  'dictionary.property': {
    status: 400,
    en: 'The rule of property {field} {reason}.',
    zh: '属性 {field} 的规则有误:{reason}。',
  },
  'quarantine.not-open': {
    status: 409,
    en: 'This item is {state} already. An item is replayed once; open it again first if it was dismissed.',
    zh: '该条目状态为 {state},不能重复操作。每个条目只能重放一次;若已忽略,请先恢复。',
  },
  'quarantine.still-wrong': {
    status: 422,
    en: 'The item is still refused: {field} {reason}. Correct it and replay again.',
    zh: '该条目仍不合格:{field} {reason}。请修改后再重放。',
  },
});
