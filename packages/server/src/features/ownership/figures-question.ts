import type { OrganisationFigures, UnitFigures } from '@yutang/contracts/ownership';
import { unitsBelow } from '@yutang/core/organisation';
import { sql } from 'kysely';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { figuresByPlace, visibleTo } from '../customers/index.ts';
import { listUnits, unitsOfStaff } from '../organisation/index.ts';

type PlaceFigures = Awaited<ReturnType<typeof figuresByPlace>>[number];
const measures = ['people', 'reachable', 'operable', 'private', 'unowned', 'netMinor'] as const;

function none(unitId: number | null): UnitFigures {
  return { unitId, people: 0, reachable: 0, operable: 0, private: 0, unowned: 0, netMinor: 0 };
}

function add(into: UnitFigures, place: PlaceFigures | UnitFigures): void {
  for (const measure of measures) into[measure] += place[measure];
}

/** What stands in each unit with everything below it; everybody counts in one place, so regions add up to the whole (ORG-03). */
export async function askFigures(db: Db, principal: Principal): Promise<OrganisationFigures> {
  const { workspaceId, within } = principal;
  const all = await listUnits(db, workspaceId);
  const unitOfOutlet = new Map(all.flatMap(({ ref, id }) => (ref === null ? [] : [[ref, id]])));
  const unitOfStaff = await unitsOfStaff(db, workspaceId);
  const own = new Map<number | null, UnitFigures>();
  const total = none(null);
  const visible = visibleTo(principal) ?? sql`true`;
  for (const place of await figuresByPlace(db, sql`c.workspace_id = ${workspaceId} and ${visible}`)) {
    const named = place.outlet === null ? place.owner : place.outlet;
    const units = place.outlet === null ? unitOfStaff : unitOfOutlet;
    const unitId = named === null ? null : (units.get(named) ?? null);
    const figures = own.get(unitId) ?? none(unitId);
    own.set(unitId, figures);
    add(figures, place);
    add(total, place);
  }
  const shown = within ? all.filter(({ id }) => unitsBelow(all, within.unitId).has(id)) : all;
  const units = shown.map(({ id }) => {
    const figures = none(id);
    for (const below of unitsBelow(all, id)) add(figures, own.get(below) ?? none(below));
    return figures;
  });
  return { total, units: [...units, own.get(null) ?? none(null)] };
}
