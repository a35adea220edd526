import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';

const block = 512;

/** A file that goes into an archive under a plain name. */
export interface TarEntry {
  name: string;
  path: string;
}

/** An archive (POSIX ustar) of files as a stream of chunks; sizes beyond 8 GiB are written in base 256 as GNU tar does. */
export async function* packTar(entries: readonly TarEntry[], madeAt: number): AsyncGenerator<Buffer> {
  for (const { name, path } of entries) {
    const { size } = await stat(path);
    yield headerOf(name, size, madeAt);
    const file = await open(path, 'r');
    try {
      let sent = 0;
      for await (const chunk of file.createReadStream({ highWaterMark: 1 << 18, autoClose: false })) {
        sent += (chunk as Buffer).length;
        yield chunk as Buffer;
      }
      if (sent !== size) throw new Error(`${path} changed while it was read`);
    } finally {
      await file.close();
    }
    if (size % block) yield Buffer.alloc(block - (size % block));
  }
  yield Buffer.alloc(2 * block);
}

/** What the archive of these files will be, bytes. */
export async function tarSize(entries: readonly TarEntry[]): Promise<number> {
  let bytes = 2 * block;
  for (const { path } of entries) bytes += block + Math.ceil((await stat(path)).size / block) * block;
  return bytes;
}

function headerOf(name: string, size: number, madeAt: number): Buffer {
  const header = Buffer.alloc(block);
  const octal = (value: number, digits: number, at: number) =>
    header.write(`${value.toString(8).padStart(digits, '0')}\0`, at, 'latin1');
  header.write(name, 0, 100, 'latin1');
  octal(0o600, 7, 100);
  octal(0, 7, 108);
  octal(0, 7, 116);
  if (size < 8 ** 11) octal(size, 11, 124);
  else {
    header.writeUInt8(0x80, 124);
    header.writeBigUInt64BE(BigInt(size), 128);
  }
  octal(Math.floor(madeAt / 1000), 11, 136);
  header.write('        ', 148, 'latin1');
  header.write('0', 156, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/**
 * Reads an archive of plain files and hands each to `take`, which must read it to its end. Directories and the like are
 * passed over, and so are names with a folder in them but for `folder/name` of one folder (as `tar -cf x.tar folder` makes).
 * @throws RangeError for what is not a whole archive
 */
export async function unpackTar(
  body: Readable | AsyncIterable<Buffer>,
  take: (name: string, size: number, content: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const input = readerOf(body);
  for (;;) {
    const header = await input.exactly(block);
    if (!header) throw new RangeError('the archive is cut off');
    if (header.every((byte) => byte === 0)) break;
    const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
    if (sum !== octalAt(header, 148, 8)) throw new RangeError('this is not a tar archive');
    const size = header[124] === 0x80 ? Number(header.readBigUInt64BE(128)) : octalAt(header, 124, 12);
    if (!Number.isSafeInteger(size) || size < 0) throw new RangeError('this is not a tar archive');
    const name =
      header.toString('utf8', 0, 100).split('\0', 1)[0]?.replace(/^\.\//, '').split('/').at(-1) ?? '';
    const kind = header[156];
    const content = input.bytes(size);
    if (kind === 0 || kind === 0x30) await take(name, size, content);
    for await (const _rest of content) {
      // what nobody wanted
    }
    if (size % block && !(await input.exactly(block - (size % block)))) {
      throw new RangeError('the archive is cut off');
    }
  }
  await input.drain();
}

function octalAt(header: Buffer, at: number, length: number): number {
  return Number.parseInt(header.toString('latin1', at, at + length).replace(/[\0 ]+$/, '') || '0', 8);
}

/** Takes a stream apart by counts of bytes. */
function readerOf(body: Readable | AsyncIterable<Buffer>) {
  const chunks = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  async function more(): Promise<boolean> {
    const { value, done } = await chunks.next();
    if (done) return false;
    held = held.length === 0 ? (value as Buffer) : Buffer.concat([held, value as Buffer]);
    return true;
  }
  return {
    async exactly(length: number): Promise<Buffer | undefined> {
      while (held.length < length) if (!(await more())) return undefined;
      const taken = held.subarray(0, length);
      held = held.subarray(length);
      return taken;
    },
    bytes(size: number): AsyncIterable<Buffer> {
      let left = size;
      return {
        async *[Symbol.asyncIterator]() {
          while (left > 0) {
            if (held.length === 0 && !(await more())) throw new RangeError('the archive is cut off');
            const taken = held.subarray(0, left);
            held = held.subarray(taken.length);
            left -= taken.length;
            yield taken;
          }
        },
      };
    },
    async drain(): Promise<void> {
      held = Buffer.alloc(0);
      while (await more()) held = Buffer.alloc(0);
    },
  };
}
