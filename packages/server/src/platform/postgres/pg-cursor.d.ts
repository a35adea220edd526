declare module 'pg-cursor' {
  import type { PostgresCursorConstructor } from 'kysely';

  const Cursor: PostgresCursorConstructor;
  // biome-ignore lint/style/noDefaultExport: the package's own shape
  export default Cursor;
}
