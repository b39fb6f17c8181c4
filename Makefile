# The door: each command installs what it lacks, or says what to install.

.PHONY: run test build lint format bench races faults stress interop fuzz-templates docs clean

CASES = 100000
SEED = 1

# Builds Portero and serves it on http://127.0.0.1:8080.
run:
	.ci/need build
	swift build -c release --product portero
	PORTERO_ENV=development .build/release/portero serve

# The tests that run many servers of their own.
SERVERS = ^(RedisStoresTests|PostgresStoresTests|TrialsTests)\.

# Builds everything and runs every test, in two parts: on two cores all at once would keep each other waiting for longer
# than the time limits that they test.
test: build
	.ci/need test
	swift run --skip-build TemplateFuzz 1500 $(SEED)
	swift test --disable-xctest --filter '$(SERVERS)'
	swift test --skip-build --disable-xctest --skip '$(SERVERS)'

build:
	.ci/need build
	swift build --build-tests

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

# Rewrites the sources as `make lint` wants them.
format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests

# Measures what the design promises, as ratios of one run.
bench:
	.ci/need build
	.ci/need bench
	swift build -c release --product portero
	swift run -c release Benchmarks

# Races processes that share a store: no change may be lost, and whoever has signed out stays signed out.
races:
	.ci/need build
	.ci/need trials
	swift build -c release --product Trials
	.build/release/Trials races

# Breaks stores and what leads to them while clients are served: nothing acknowledged may be lost.
faults:
	.ci/need build
	.ci/need trials
	swift build -c release --product Trials
	.build/release/Trials faults

# Attacks the app on this machine, and looks whether others are still served.
stress:
	.ci/need build
	swift build -c release --product portero
	swift run -c release Stress

# Walks a browser to and fro between Express and Portero; needs Node, and on NODE_PATH Express and express-session.
# Over each store for which there are packages: make interop STORE=redis walks over one, folder, redis or postgres.
interop:
	.ci/need build
	.ci/need interop
	swift run Interop $(STORE:%=--store %)

# Renders views made at random here and with the real EJS: make fuzz-templates CASES=100000 SEED=7.
# Where apt refuses node-ejs: `apt-get download node-ejs`, unpack it with `dpkg -x`, and let NODE_PATH name its
# usr/share/nodejs.
fuzz-templates:
	.ci/need build
	.ci/need fuzz
	swift build -c release --product TemplateFuzz
	.build/release/TemplateFuzz $(CASES) $(SEED)

docs:
	.ci/need build
	.ci/docs

clean:
	swift package clean
	rm -rf .build
