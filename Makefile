# `make demo` shows it, `make test` tests it, `make bench` measures it. Each installs what it needs and says what it installs.

setup := tests/setup

.PHONY: help
help: ## What can be made
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

.PHONY: demo
demo: ## Build all, live two months of a small academy on a real WordPress, print who earned what, serve wp-admin (SERVE=0: do not)
	@$(setup)/packages.sh demo
	cargo build --release --locked
	@$(setup)/demo.sh

.PHONY: test
test: ## Run every test; the last line sums them
	@$(setup)/packages.sh test
	@$(setup)/test.sh $(SUITES)

.PHONY: bench
bench: ## Measure it against its rivals, in about twenty minutes, and write the table into docs/benchmarks.md (ROWS=record,fold: only these, only print)
	@$(setup)/packages.sh bench
	cargo build --release --locked
	@$(setup)/bench.sh $(subst $(comma), ,$(ROWS))

comma := ,

.PHONY: build
build: ## Build the extension: target/release/libsiren.so
	@$(setup)/packages.sh build
	cargo build --release --locked

.PHONY: reference
reference: ## Write php/siren.stub.php and docs/api.md anew, from the calls of the engine
	@$(setup)/packages.sh build
	WRITE=1 cargo test --locked --test reference

.PHONY: pot
pot: ## Write php/languages/siren-distributors.pot anew: the plugin's texts, for translators
	@$(setup)/pot.sh

.PHONY: pictures
pictures: ## Take the pictures of the documentation and of WordPress.org anew
	@$(setup)/packages.sh test
	cargo build --release --locked
	@$(setup)/pictures.sh

.PHONY: lint
lint: ## Ask the formatters and linters
	@$(setup)/packages.sh lint
	@$(setup)/lint.sh

.PHONY: clean
clean: ## Remove what was built here; the downloads outside the tree stay
	@for site in target/sites/*/; do [ ! -e "$$site" ] || $(setup)/stop.sh "$$site"; done
	cargo clean
