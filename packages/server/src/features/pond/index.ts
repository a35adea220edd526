export { groupChannels } from './channel-groups.ts';
export { createPond } from './create-pond.ts';
export { askNewPrivate, askPlayFlow, askPool } from './pool-question.ts';
