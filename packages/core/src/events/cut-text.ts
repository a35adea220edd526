/** The first `most` UTF-16 units of a text, one less where the cut would leave half a character (which jsonb refuses). */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? most - 1 : most);
}
