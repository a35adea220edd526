export { createPlays } from './create-plays.ts';
export { homesOf, readPlays, writePlay } from './play-store.ts';
