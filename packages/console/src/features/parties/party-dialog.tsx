import type { OrganisationKind, OrganisationProfile } from '@yutang/contracts/parties';
import { Form, Input, Radio } from 'antd';
import { useNavigate } from 'react-router';
import { SaveDialog } from '../../design/save-dialog.tsx';
import { useWords } from '../../words/use-words.ts';
import { addressOf, changeParty, makeParty } from './parties-api.ts';
import { partiesWords } from './parties-words.ts';

interface Fields {
  name: string;
  ref: string;
  kind: OrganisationKind;
}

/** Makes an organisation, or says what one is called and of what kind it is. */
export function PartyDialog({
  edited,
  onClose,
}: {
  edited: OrganisationProfile | 'new';
  onClose: () => void;
}) {
  const say = useWords(partiesWords);
  const navigate = useNavigate();
  const known = edited === 'new' ? null : edited;
  return (
    <SaveDialog<Fields>
      title={known ? (known.name ?? known.ref) : say('add')}
      initial={{ name: known?.name ?? '', ref: known?.ref ?? '', kind: known?.kind ?? 'company' }}
      save={async ({ name, ref, kind }) => {
        if (known) return changeParty(known.ref, { name, kind });
        const made = await makeParty({ name, kind, ...(ref && { ref }) });
        void navigate(addressOf(made.ref));
        return made;
      }}
      touches={[['parties'], ['customer']]}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={say('name')}
        rules={[{ required: true, whitespace: true, message: say('nameRule') }]}
      >
        <Input maxLength={200} autoFocus />
      </Form.Item>
      <Form.Item name="kind" label={say('kind')}>
        <Radio.Group
          options={(['company', 'household'] as const).map((value) => ({
            value,
            label: say(`kind.${value}`),
          }))}
        />
      </Form.Item>
      {known ? null : (
        <Form.Item
          name="ref"
          label={say('ref')}
          extra={say('refHint')}
          rules={[{ pattern: /^\S(.*\S)?$/, message: say('refRule') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
      )}
    </SaveDialog>
  );
}
