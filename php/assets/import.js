// Continues an import until it has ended. Without scripts, the button does the same.
document.querySelector( '[data-siren-go-on]' )?.requestSubmit();
