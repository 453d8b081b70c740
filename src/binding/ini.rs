//! The settings in php.ini.

use ext_php_rs::flags::IniEntryPermission;
use ext_php_rs::zend::{IniEntryDef, IniEntryDefs};

/// `siren.data_dir`: where a site's data is kept when the site does not say. System-wide only: a
/// directory that any script could change would be a way to somebody else's data.
static ENTRIES: IniEntryDefs<2> = IniEntryDefs::new([
    IniEntryDef::new(c"siren.data_dir", c"", IniEntryPermission::System),
    IniEntryDef::end(),
]);

/// Makes the settings known to PHP.
pub fn register(module: i32) {
    IniEntryDef::register(ENTRIES.as_slice(), module);
}
