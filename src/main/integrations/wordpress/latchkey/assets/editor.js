// The panel in which authors say who a post is for.
(function ({plugins, editPost, element, components, data, coreData, i18n}, {levels, usual}) {
  const {createElement: make} = element;
  const {__} = i18n;

  function Panel() {
    const type = data.useSelect((select) => select('core/editor').getCurrentPostType(), []);
    const isNew = data.useSelect((select) => select('core/editor').isEditedPostNew(), []);
    const [meta, setMeta] = coreData.useEntityProp('postType', type, 'meta');
    if (!meta || !('_latchkey_access' in meta)) return null;
    const access = meta._latchkey_access || (isNew ? usual : 'free');
    return make(editPost.PluginDocumentSettingPanel,
        {name: 'latchkey', title: __('Who may read it', 'latchkey')},
        make(components.SelectControl, {
          label: __('Access', 'latchkey'),
          value: access,
          options: levels,
          onChange: (value) => setMeta({...meta, _latchkey_access: value}),
        }),
        access !== 'free' && make(components.TextControl, {
          label: __('Tier', 'latchkey'),
          help: __('What a plan must list to open it.', 'latchkey'),
          value: meta._latchkey_tier || 'standard',
          onChange: (value) => setMeta({...meta, _latchkey_tier: value}),
        }),
        access !== 'free' && make('p', {},
            __('Everybody may read up to the “more” block; without one, the first paragraphs.', 'latchkey')));
  }

  plugins.registerPlugin('latchkey', {render: Panel, icon: 'lock'});
})(window.wp, window.latchkeyEditor);
