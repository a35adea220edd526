/** What of a unit decides where it stands. */
export interface TreeUnit {
  id: number;
  /** null: directly under the workspace. */
  parentId: number | null;
}

/** A unit and every unit below it, in no order that means anything. Units that stand in a circle are taken once. */
export function unitsBelow(units: readonly TreeUnit[], id: number): Set<number> {
  const children = new Map<number, number[]>();
  for (const unit of units) {
    if (unit.parentId === null) continue;
    const siblings = children.get(unit.parentId);
    if (siblings) siblings.push(unit.id);
    else children.set(unit.parentId, [unit.id]);
  }
  const found = new Set<number>([id]);
  for (const each of found) for (const child of children.get(each) ?? []) found.add(child);
  return found;
}

/** The units above a unit, nearest first. Moving a unit under one that has it among these, or under itself, makes a circle. */
export function ancestorsOf(units: readonly TreeUnit[], id: number): number[] {
  const parents = new Map(units.map((unit) => [unit.id, unit.parentId]));
  const found: number[] = [];
  for (let at = parents.get(id) ?? null; at !== null && !found.includes(at); at = parents.get(at) ?? null)
    found.push(at);
  return found;
}
