"use client";
import { useEffect, useState } from "react";
import { outcome } from "../outcome.js";

/** A client component. */
export default function Page() {
  const [text, setText] = useState("");
  useEffect(() => {
    outcome().then((printed) => {
      console.log(printed);
      setText(printed);
    });
  }, []);
  return <p id="out">{text}</p>;
}
