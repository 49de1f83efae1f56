// Defining the elements is all that this component does; it mounts nothing.

export default () => {};
