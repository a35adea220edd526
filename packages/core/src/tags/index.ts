export { percentagesOf } from './percentages.ts';
export { readTagCell } from './tag-cell.ts';
export { readTagWord, type TagReason, type TagWord } from './tag-word.ts';
