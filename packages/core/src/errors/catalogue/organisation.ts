import { defineErrors } from '../entry.ts';

/** Faults of units, staff and who owns whom. */
export const organisationErrors = defineErrors({
  'unit.ref-taken': {
    status: 409,
    en: 'There already is an outlet with the reference {ref} (field ref), perhaps a closed one. Open that one again, or choose another reference.',
    zh: '已有门店使用编号 {ref}(字段 ref),可能已关闭。请重新开启它,或换一个编号。',
  },
  'unit.circle': {
    status: 409,
    en: 'A unit cannot stand below itself (field parentId). Choose a unit that is not part of it.',
    zh: '组织单元不能放到自己的下级之下(字段 parentId),请选择其他上级。',
  },
  'unit.not-empty': {
    status: 409,
    en: 'There are still {staff} staff, {units} units and {customers} customers in it. Say where they go (fields staffTo, unitsTo, customersTo).',
    zh: '其中还有 {staff} 名员工、{units} 个下级和 {customers} 位客户。请说明他们去哪里(字段 staffTo、unitsTo、customersTo)。',
  },
  'staff.ref-taken': {
    status: 409,
    en: 'There already is a staff member with the reference {ref} (field ref). Open that record instead.',
    zh: '已有员工使用编号 {ref}(字段 ref),请直接修改该员工。',
  },
  'assignment.nobody': {
    status: 409,
    en: 'None of these {people} people can be handed over this way: {noOutlet} have no outlet, {noStaff} an outlet without staff who take customers. Describe staff, or choose an owner.',
    zh: '这 {people} 人都无法这样分配:{noOutlet} 人没有门店,{noStaff} 人的门店没有可接客户的员工。请先登记员工,或直接指定负责人。',
  },
  'assignment.too-many': {
    status: 400,
    en: '{people} people at once are too many; at most {limit}. Narrow the filter.',
    zh: '一次 {people} 人太多,最多 {limit} 人,请缩小筛选范围。',
  },
  'assignment.undone': {
    status: 409,
    en: 'Assignment {assignment} has been taken back already.',
    zh: '分配 {assignment} 已经撤销过了。',
  },
});
