export { createTags, type Tags } from './create-tags.ts';
export { createTagLookup } from './tag-lookup.ts';
