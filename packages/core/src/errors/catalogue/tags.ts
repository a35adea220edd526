import { defineErrors } from '../entry.ts';

/** Faults of requests about tags. */
export const tagErrors = defineErrors({
  'tag.unknown': {
    status: 404,
    en: 'There is no tag {tag} that could be used. Look it up under Tags; an archived one must be restored first.',
    zh: '没有可用的标签 {tag}。请在“标签”页查看;已归档的标签需先恢复。',
  },
  'tag.name-taken': {
    status: 409,
    en: '"{name}" is or was a name of the tag "{tag}" in this group. Choose another "name".',
    zh: '“{name}”是或曾是本组标签“{tag}”的名称,请更换 name。',
  },
  'tag.group-taken': {
    status: 409,
    en: 'A tag group is or was called "{name}". Choose another "name".',
    zh: '已有或曾有名为“{name}”的标签组,请更换 name。',
  },
  'tag.single-choice': {
    status: 400,
    en: 'The group "{group}" holds one tag a person. Name one of its tags in "add".',
    zh: '标签组“{group}”是单选,add 中只能有其中一个标签。',
  },
  'tag.merge-group': {
    status: 400,
    en: 'Tags merge within their group only. Choose another "into".',
    zh: '只能在同一标签组内合并,请更换 into。',
  },
  'tag.too-many-people': {
    status: 400,
    en: '{people} people are too many for one change, {most} are the most. Narrow "filter".',
    zh: '一次最多更改 {most} 人,当前有 {people} 人,请缩小 filter 的范围。',
  },
  'tag.nobody-named': {
    status: 400,
    en: 'Say who: "customers" with their numbers, or "filter".',
    zh: '请说明对象:customers 填客户编号,或填 filter。',
  },
  'tag.undone-before': {
    status: 409,
    en: 'The change {batch} was undone before. Nothing is left to do.',
    zh: '更改 {batch} 已经撤销过,无需再次撤销。',
  },
});
