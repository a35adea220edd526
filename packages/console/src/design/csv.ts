/** One CSV line (RFC 4180). Text that a spreadsheet would take for a formula gets a quote before it. */
export function csvLine(values: readonly (string | number | boolean | null | undefined)[]): string {
  return values
    .map((value) => {
      if (value === null || value === undefined) return '';
      const raw = String(value);
      const text =
        typeof value === 'string' && /^[=+\-@\t\r]/.test(raw) && !/^[+-]?\d+$/.test(raw) ? `'${raw}` : raw;
      return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(',');
}

/** Hands the browser a file to keep. */
export function saveFile(name: string, type: string, parts: BlobPart[]): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(parts, { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
