/** Version of the platform: equals package.json's (a test checks), without reading a file at run time. */
export const version = '0.1.0';
