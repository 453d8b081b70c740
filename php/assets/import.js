// Goes on with an import until it has ended. The button does the same where scripts are off.
document.querySelector( '[data-siren-go-on]' )?.requestSubmit();
