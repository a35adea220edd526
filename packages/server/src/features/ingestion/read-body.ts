import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { AppError } from '@yutang/core/errors';

/** Bytes a collected body may have, before and after unpacking. The spec's own limit is 500 kB a batch; twice that is kind. */
export const bodyLimit = 1 << 20;

const unpackers: Record<string, (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** A collected body, read. */
export interface ReadBody {
  value: unknown;
  /** The bytes it was read from, where they may be kept as they are: no escape in them can mean what PostgreSQL refuses. */
  kept: Buffer | null;
}

/**
 * A collected body as JSON. SDKs send JSON under any Content-Type, so only the encoding is looked at.
 * @throws AppError `request.too-large` for a body that grows beyond the limit, `request.malformed` for anything unreadable.
 */
export async function readBody(body: Buffer, encoding: string | undefined): Promise<ReadBody> {
  let bytes = body;
  const unpack = encoding ? unpackers[encoding.toLowerCase()] : undefined;
  if (encoding && encoding !== 'identity' && !unpack) throw new AppError('request.malformed');
  if (unpack) {
    try {
      bytes = await unpack(body, { maxOutputLength: bodyLimit });
    } catch (error) {
      const tooLarge = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
      throw tooLarge
        ? new AppError('request.too-large', { limit: bodyLimit })
        : new AppError('request.malformed');
    }
  }
  try {
    const text = bytes.toString('utf8');
    // PostgreSQL text cannot hold NUL, and nobody means it
    const value = text.includes('\\u0000') ? JSON.parse(text, withoutNul) : JSON.parse(text);
    return { value, kept: text.includes('\\u') ? null : bytes };
  } catch {
    throw new AppError('request.malformed');
  }
}

function withoutNul(_key: string, value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '') : value;
}
