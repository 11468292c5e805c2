export default function Page() {
  return <p>Gradiometer</p>;
}
