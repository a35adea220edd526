/** Somebody customers can be given to, and how many they own already. */
export interface Receiver {
  ref: string;
  owned: number;
}

/**
 * Gives each customer to whoever owns the fewest by then; among equals in the order of `ref`, so in turn when all began
 * alike. The answer depends on nothing but the input: customer → `ref`. Nobody to give to: empty.
 */
export function shareOut(customers: readonly number[], receivers: readonly Receiver[]): Map<number, string> {
  const given = new Map<number, string>();
  const queue = receivers.map(({ ref, owned }) => ({ ref, owned }));
  const before = (a: Receiver, b: Receiver) => a.owned - b.owned || (a.ref < b.ref ? -1 : 1);
  queue.sort(before);
  for (const customer of customers) {
    const next = queue.shift();
    if (!next) break;
    given.set(customer, next.ref);
    next.owned++;
    const place = queue.findIndex((other) => before(next, other) < 0);
    if (place < 0) queue.push(next);
    else queue.splice(place, 0, next);
  }
  return given;
}
