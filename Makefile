# A target is the script of the same name; without make, run scripts/<target>.
.DEFAULT_GOAL := help
.PHONY: help setup run dev build test journeys pictures readme-pictures bench lighthouse check schemathesis deny

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 14
setup: ## install what is missing (tools go into ~/.cache/orinoco)
	@scripts/setup
run: ## install, build, make a demo shop if there is none yet, and serve it
	@scripts/run
dev: ## serve, and build again whenever a source changes
	@scripts/dev
build: ## build for production into target/dist/orinoco
	@scripts/build
test: ## lints, Rust tests on both databases, races, kill -9 under load, journeys in a real browser
	@scripts/test
journeys: ## only the journeys: shoppers and sellers in a real browser
	@scripts/journeys
pictures: ## pictures of every page, light, dark and in Arabic, for people to look at: end2end/pictures
	@PICTURES=1 scripts/journeys pictures
readme-pictures: ## take the README's pictures anew
	@README=1 scripts/journeys readme
bench: ## measure the numbers to hold
	@scripts/bench
lighthouse: ## what Lighthouse says of the shop on a phone, held against the numbers to hold
	@scripts/lighthouse
check: ## format and lints only
	@scripts/check
schemathesis: ## hold the API for sellers against its own description (schemathesis)
	@scripts/schemathesis
deny: ## licences and duplicates of all dependencies (needs cargo-deny)
	@scripts/deny
