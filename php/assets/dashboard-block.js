/**
 * Shows the collaborator's dashboard in the block editor, rendered by PHP.
 */

( ( { blocks, element, blockEditor, serverSideRender } ) => {
	const name = 'siren-distributors/dashboard';
	blocks.registerBlockType( name, {
		edit: () =>
			element.createElement(
				'div',
				blockEditor.useBlockProps(),
				element.createElement( serverSideRender, { block: name } )
			),
		save: () => null,
	} );
} )( window.wp );
