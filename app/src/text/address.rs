//! What the countries call the fields of their addresses, and what is wrong with one.
use super::texts;

texts! {
    label_state: "State", "Estado", "الولاية";
    label_province: "Province", "Provincia", "المحافظة أو المقاطعة";
    label_area: "Area", "Zona", "المنطقة";
    label_county: "County", "Condado", "المقاطعة";
    label_department: "Department", "Departamento", "المقاطعة";
    label_district: "District", "Distrito", "الحي";
    label_emirate: "Emirate", "Emirato", "الإمارة";
    label_island: "Island", "Isla", "الجزيرة";
    label_oblast: "Oblast", "Óblast", "الأوبلاست";
    label_parish: "Parish", "Parroquia", "الدائرة";
    label_prefecture: "Prefecture", "Prefectura", "المحافظة";
    label_post_town: "Town or city", "Localidad", "البلدة أو المدينة";
    label_suburb: "Suburb", "Barrio o localidad", "الضاحية";
    label_zip: "ZIP code", "Código ZIP", "الرمز البريدي (ZIP)";
    label_pin: "PIN code", "Código PIN", "الرمز البريدي (PIN)";
    label_eircode: "Eircode", "Eircode", "الرمز البريدي (Eircode)";
    hint_region(code): "Leave it open and we take it from the field “{code}”.", "Déjalo vacío y lo tomamos del campo «{code}».", "اتركه فارغًا وسنأخذه من حقل «{code}».";
    region_choose: "Choose", "Elegir", "اختر";
    country_change: "Change country", "Cambiar de país", "تغيير البلد";
    country_changed(country): "The address form is now that of: {country}.", "El formulario de dirección es ahora el de: {country}.", "نموذج العنوان الآن خاص بـ: {country}.";
    field_postcode(example): "This does not fit the country. Write it like {example}.", "No corresponde al país. Escríbelo así: {example}.", "لا يناسب البلد. اكتبه هكذا: {example}.";
    field_postcode_missing(example): "Please fill this in, like {example}.", "Rellena este campo, así: {example}.", "يرجى ملء هذا الحقل هكذا: {example}.";
    field_region: "This is none of the country's. Choose one from the list.", "No es de este país. Elige uno de la lista.", "ليس من هذا البلد. اختر من القائمة.";
}
