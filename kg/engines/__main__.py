from kg.engines.template import main

main()
