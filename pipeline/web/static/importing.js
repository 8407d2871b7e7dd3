// 导入: drag and drop, limits told before anything is sent. Without it the form does the same.
"use strict";
(() => {
  // Files of a dropped folder, each with its path.
  const walk = async (entry, path, found) => {
    if (entry.isFile) {
      const file = await new Promise((done, fail) => entry.file(done, fail));
      found.push([file, path + file.name]);
    } else {
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((done, fail) => reader.readEntries(done, fail));
        if (!some.length) break;
        for (const one of some) await walk(one, path + entry.name + "/", found);
      }
    }
  };

  const chosen = (form) => {
    const found = [];
    for (const input of form.querySelectorAll("input[type=file]"))
      for (const file of input.files) found.push([file, file.webkitRelativePath || file.name]);
    return found.concat(form.dropped || []);
  };

  const complaint = (form, files) => {
    const mb = 1048576;
    if (!files.length) return "请先选择要导入的文件或文件夹。";
    if (files.length > +form.dataset.mostFiles) return `一次最多 ${form.dataset.mostFiles} 个文件，现在有 ${files.length} 个，请分几次导入。`;
    const total = files.reduce((sum, [file]) => sum + file.size, 0);
    if (total > +form.dataset.uploadMb * mb) return `合计不能超过 ${form.dataset.uploadMb} MB，现在有 ${Math.ceil(total / mb)} MB，请分几次导入。`;
    return "";
  };

  const tell = (form) => {
    const files = chosen(form), size = files.reduce((sum, [file]) => sum + file.size, 0) / 1048576;
    const line = form.querySelector("[data-chosen]"), wrong = form.querySelector("[data-wrong]");
    line.hidden = !files.length;
    line.textContent = `已选 ${files.length} 个文件，合计 ${size < 0.1 ? "不到 0.1" : size.toFixed(1)} MB`;
    const text = files.length ? complaint(form, files) : "";
    wrong.hidden = !text;
    wrong.textContent = text;
  };

  const send = async (form, files) => {
    const button = form.querySelector("button"), wrong = form.querySelector("[data-wrong]");
    const body = new FormData();
    for (const field of form.querySelectorAll("input[type=hidden]")) body.append(field.name, field.value);
    for (const [file, name] of files) body.append("files", file, name);
    button.disabled = true;
    button.textContent = "正在上传……";
    try {
      const answer = await fetch("/api" + form.getAttribute("action"), { method: "POST", body, credentials: "same-origin" });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.detail);
      document.dispatchEvent(new CustomEvent("cetu:go", { detail: new URL(told.to, location.href).href }));
    } catch (error) {
      wrong.hidden = false;
      wrong.textContent = error instanceof TypeError ? "上传中断，请检查网络或文件大小后再试。" : error.message;
      button.disabled = false;
      button.textContent = "导入";
    }
  };

  const prepare = () => {
    const form = document.querySelector("form[data-drop]");
    if (!form) return;
    form.querySelector("[data-drop-hint]").hidden = false;
    form.addEventListener("change", () => tell(form));
    form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
    form.addEventListener("dragleave", () => form.classList.remove("over"));
    form.addEventListener("drop", async (event) => {
      event.preventDefault();
      form.classList.remove("over");
      // Read all of them before the first wait: the list is emptied when this turn ends. Not everything dropped is an entry.
      const items = [...event.dataTransfer.items].filter((item) => item.kind === "file")
        .map((item) => [item.webkitGetAsEntry && item.webkitGetAsEntry(), item.getAsFile()]);
      const found = [];
      for (const [entry, file] of items)
        if (entry) await walk(entry, "", found);
        else if (file) found.push([file, file.name]);
      form.dropped = (form.dropped || []).concat(found);
      tell(form);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const files = chosen(form), text = complaint(form, files), wrong = form.querySelector("[data-wrong]");
      wrong.hidden = !text;
      wrong.textContent = text;
      if (!text) send(form, files);
    });
  };

  document.addEventListener("cetu:page", prepare);
  prepare();
})();
