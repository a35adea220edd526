import { defineErrors } from '../entry.ts';

/** Faults of requests about organisations and their contacts. */
export const partyErrors = defineErrors({
  'party.exists': {
    status: 409,
    en: 'There is an organisation {ref} already. Change that one, or choose another "ref".',
    zh: '组织 {ref} 已存在。请修改该组织,或更换 ref。',
  },
});
