import { inflateRawSync } from 'node:zlib';
import { AppError } from '@yutang/core/errors';

/** Signatures of a ZIP archive's end, and of an entry of its directory. */
const endOfDirectory = 0x06054b50;
const entryOfDirectory = 0x02014b50;
const deflated = 8;

/**
 * The names in a ZIP archive and how large its content is, truly: entries are unpacked and counted, because an archive
 * may lie about their size. Stops counting soon after `most` bytes. Throws `imports.workbook` for a damaged archive.
 */
export function unzippedBytes(data: Buffer, most: number): { names: string[]; bytes: number } {
  const names: string[] = [];
  let bytes = 0;
  try {
    const end = data.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (end < 0 || data.readUInt32LE(end) !== endOfDirectory) throw new AppError('imports.workbook');
    let at = data.readUInt32LE(end + 16);
    const count = data.readUInt16LE(end + 10);
    for (let entry = 0; entry < count && bytes <= most; entry++) {
      if (data.readUInt32LE(at) !== entryOfDirectory) throw new AppError('imports.workbook');
      const packed = data.readUInt32LE(at + 20);
      const nameBytes = data.readUInt16LE(at + 28);
      names.push(data.toString('utf8', at + 46, at + 46 + nameBytes));
      const local = data.readUInt32LE(at + 42);
      const begin = local + 30 + data.readUInt16LE(local + 26) + data.readUInt16LE(local + 28);
      const body = data.subarray(begin, begin + packed);
      bytes += data.readUInt16LE(at + 10) === deflated ? inflatedBytes(body, most - bytes) : packed;
      at += 46 + nameBytes + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('imports.workbook');
  }
  return { names, bytes };
}

/** One more than is left, when it is more. */
function inflatedBytes(body: Buffer, left: number): number {
  try {
    return inflateRawSync(body, { maxOutputLength: left + 1 }).length;
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') return left + 1;
    throw error;
  }
}
