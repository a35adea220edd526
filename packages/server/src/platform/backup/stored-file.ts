import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { StoredFile } from './manifest.ts';

/** Writes a stream into a file of the backup, gzipped, hashed on the way, and forced to disk. */
export async function storeFile(
  folder: string,
  path: string,
  content: Readable | AsyncIterable<Buffer | string>,
): Promise<StoredFile> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const source = content instanceof Readable ? content : Readable.from(content, { objectMode: false });
  // level 1: 5 times faster than the default, files a tenth larger
  const gzip = createGzip({ level: 1, chunkSize: 1 << 18 });
  await pipeline(source, gzip, measure, createWriteStream(target, { flags: 'wx', mode: 0o600 }));
  const file = await open(target, 'r+');
  await file.sync().finally(() => file.close());
  return { path, bytes, sha256: hash.digest('hex') };
}

/** Reads such a file back as it was before gzip. */
export function readStoredFile(folder: string, file: StoredFile): Readable {
  const packed = createReadStream(join(folder, file.path), { highWaterMark: 1 << 18 });
  const unpacked = createGunzip({ chunkSize: 1 << 18 });
  packed.on('error', (error) => unpacked.destroy(error));
  return packed.pipe(unpacked);
}
