import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { caughtUp, clientOf, firstVisit, until } from '../../tests/harness/client.ts';
import { startServer } from '../../tests/harness/server.ts';
import { type Measurement, measured } from '../measurement.ts';

/** An order file as a shop exports it: one line a row, several rows an order. */
async function writeOrders(file: string, lines: number): Promise<void> {
  const out = createWriteStream(file);
  out.write('order_id,time,phone,name,sku,product,quantity,price\n');
  for (let line = 0; line < lines; line++) {
    const order = Math.floor(line / 3);
    const person = (order * 7919) % 20_000;
    const at = new Date(1_740_000_000_000 + order * 60_000).toISOString();
    const row = `O${order},${at},13${String(800_000_000 + person).padStart(9, '0')},顾客${person},S${line % 900},婴儿纸尿裤 L,${1 + (line % 4)},${(line % 300) + 9.9}\n`;
    if (!out.write(row)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

/** Importing an order file until its last order is known, against DuckDB reading and summing the same file. */
export async function importing(short: boolean): Promise<Measurement[]> {
  const lines = short ? 60_000 : 500_000;
  const folder = mkdtempSync(join(tmpdir(), 'yutang-bench-import-'));
  const file = join(folder, 'orders.csv');
  await writeOrders(file, lines);
  const duckdb = await (await DuckDBInstance.create(':memory:')).connect();
  const before = performance.now();
  await duckdb.runAndReadAll(
    `select order_id, phone, sum(quantity * price) from read_csv('${file}') group by all`,
  );
  const floor = lines / ((performance.now() - before) / 1000);
  duckdb.closeSync();
  const server = await startServer();
  try {
    const owner = await firstVisit(server.url, 'bench');
    const upload = await fetch(`${server.url}/api/imports/files?name=orders.csv`, {
      method: 'POST',
      headers: { ...owner.headers, 'content-type': 'text/csv' },
      body: readFileSync(file),
    });
    const { id, guess } = (await upload.json()) as { id: number; guess: { source: string } };
    const started = performance.now();
    const { body } = await clientOf(server.url, owner.headers).send('POST', '/api/imports', {
      fileId: id,
      spec: { ...guess, kind: 'orders', source: 'bench' },
    });
    const { body: done } = await until(
      () => owner.get(`/api/imports/${body.id}`),
      ({ body: now }) => now.state === 'done' || now.state === 'failed',
      1_200_000,
    );
    const posted = (performance.now() - started) / 1000;
    await caughtUp(owner, 1_200_000);
    const known = (performance.now() - started) / 1000;
    if (done.accepted !== lines)
      console.warn(`import: ${done.accepted} of ${lines} lines accepted, state ${done.state}`);
    const what = 'DuckDB reading and summing the same CSV';
    return [
      measured({
        name: 'import.posted',
        value: lines / posted,
        unit: 'lines/s',
        floor: { value: floor, what },
      }),
      measured({
        name: 'import.known',
        value: lines / known,
        unit: 'lines/s, folded and exported',
        floor: { value: floor, what },
      }),
    ];
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
