import { type Static, Type } from 'typebox';
import { PermissionName, RoleName } from './accounts.ts';

const Title = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' });
const Home = Type.String({ maxLength: 60, pattern: '^[a-z][a-z-]*$', description: 'A console page' });

/** A post (ORG-01): a role narrowed to what the work needs, with the page the day begins with. */
export const Post = Type.Object({
  key: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  external: Type.Boolean({ description: 'Of a partner, not of the house' }),
  /** Came with the platform; not editable. */
  template: Type.Boolean(),
  role: RoleName,
  permissions: Type.Array(PermissionName),
  home: Type.String(),
  metrics: Type.Array(Type.String()),
  members: Type.Integer(),
});
export type Post = Static<typeof Post>;

/** GET /api/posts: templates first. */
export const PostList = Type.Object({ items: Type.Array(Post) });
export type PostList = Static<typeof PostList>;

/** PUT /api/posts/:key makes or replaces a post of the workspace's own. Rights must be among the role's. */
export const PostDraft = Type.Object(
  {
    title: Title,
    external: Type.Optional(Type.Boolean()),
    role: Type.Enum(['admin', 'operator', 'manager', 'guide', 'analyst']),
    permissions: Type.Array(PermissionName, { maxItems: 100 }),
    home: Home,
  },
  { additionalProperties: false },
);
export type PostDraft = Static<typeof PostDraft>;

/** Path parameters of `/api/posts/:key`. */
export const PostParams = Type.Object({
  key: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,59}$' }),
});
