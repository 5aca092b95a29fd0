"""The bundled sample archive and the script that composes it from facts and readable inputs."""
