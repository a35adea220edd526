import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useWords } from '../words/use-words.ts';
import { designWords } from './design-words.ts';
import { Icon } from './icon.tsx';
import { problemText } from './notice.tsx';
import { saveFile } from './save-file.ts';

export interface DownloadButtonProps {
  /** Name the file gets. */
  name: string;
  text: string;
  ask: () => Promise<Blob>;
  small?: boolean;
}

/** Asks the server for a file and keeps it; says so when it refuses. */
export function DownloadButton({ name, text, ask, small = false }: DownloadButtonProps) {
  const say = useWords(designWords);
  const { message } = App.useApp();
  const loading = useMutation({
    mutationFn: ask,
    onSuccess: (blob) => saveFile(name, blob.type, [blob]),
    onError: (error) => message.error(problemText(error, say)),
  });
  return (
    <Button
      size={small ? 'small' : 'middle'}
      icon={<Icon name="download" size={small ? 14 : 16} />}
      loading={loading.isPending}
      onClick={() => loading.mutate()}
    >
      {text}
    </Button>
  );
}
