export { checkEvent, compileDefinition, type EventCheck, type Problem } from './check-event.ts';
export {
  type DefinitionMode,
  type EventDefinition,
  type PropertyRule,
  type PropertyType,
  propertyTypes,
  standardDefinition,
} from './definition.ts';
export { longestName, nameSkeleton, namingFault, resemblance } from './naming.ts';
