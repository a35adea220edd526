/** Why a value was refused, in Chinese: answers carry the English of core beside a code. */
export { chineseReason } from '@yutang/core/reasons';
