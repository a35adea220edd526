import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../words/use-words.ts';
import { posts } from './team-api.ts';
import { teamWords } from './team-words.ts';

/** Every post as people read it. */
export function usePosts() {
  const { i18n } = useTranslation();
  const { data } = useQuery({ queryKey: ['posts'], queryFn: posts, staleTime: 300_000 });
  const items = data?.items ?? [];
  const title = (key: string) => {
    const post = items.find((each) => each.key === key);
    return post ? (i18n.language === 'en' ? post.en : post.zh) : key;
  };
  return { items, title };
}

/** Chooses a post, of the house or of partners; none is the plain role. */
export function PostSelect({
  value,
  onChange,
  id,
}: {
  value?: string;
  onChange?: (key: string | undefined) => void;
  id?: string;
}) {
  const say = useWords(teamWords);
  const { items, title } = usePosts();
  const group = (external: boolean) =>
    items
      .filter((post) => post.external === external)
      .map((post) => ({ value: post.key, label: title(post.key) }));
  return (
    <Select
      {...(id ? { id } : {})}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={say('noPost')}
      value={value ?? null}
      onChange={(key: string | null | undefined) => onChange?.(key ?? undefined)}
      options={[
        { label: say('internal'), options: group(false) },
        { label: say('external'), options: group(true) },
      ]}
    />
  );
}
